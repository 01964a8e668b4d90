/** What a request to the provider knows about itself, its sessions and what it may issue. */
export interface RequestFacts {
  ip: string | null;
  userAgent: string | null;
  requestId: string;
}

/** How long a session lasts without use, and how long after the user signed in. */
export interface SessionTimes {
  idleSeconds: number;
  absoluteSeconds: number;
}

/** A session, with what codes and families of the request take from it. */
export interface SessionFacts extends SessionTimes {
  id: string;
  userId: string;
  userEpoch: number;
  deviceId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  authenticatedAt: number;
  /** Prepared for a new sign-in and not written yet. */
  unsaved: boolean;
}

/** How long the things that the request may issue last, in seconds. */
export interface Lifetimes {
  session: SessionTimes;
  accessToken: number;
  machineToken: number;
  refreshToken: number;
  family: number;
}
