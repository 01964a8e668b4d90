/** The types that implement an interface or belong to a union, for normalized caches. */
export const possibleTypes: Record<string, string[]> = {
  "Actor": [
    "Application",
    "User"
  ],
  "MutationError": [
    "AffectedUsersChanged",
    "CountMismatch",
    "OperationRefused",
    "PlanDrifted",
    "VersionConflict"
  ],
  "Node": [
    "AccessGrant",
    "Application",
    "ApplicationVersion",
    "Authenticator",
    "Consent",
    "Device",
    "DeviceLink",
    "Event",
    "Group",
    "Import",
    "Invitation",
    "Mail",
    "Revocation",
    "Role",
    "Session",
    "Token",
    "TokenFamily",
    "User"
  ]
};
