/** The pages of the provider: pure functions that return whole HTML documents. */
export { confirmedPage, confirmPage, type ConfirmPage } from './confirm';
export { consentPage, type ConsentPage } from './consent';
export { forgottenPage, type ForgottenPage, resetRequestedPage } from './forgotten';
export { impersonatingPage, impersonationEndedPage, impersonationPage, type ImpersonationPage } from './impersonation';
export { acceptedPage, invitationPage, type InvitationPage } from './invitation';
export { type ImpersonationNotice, pageHeaders } from './layout';
export { newPasswordPage, type NewPasswordPage, passwordSetPage } from './new-password';
export { accountLockedPage, type AccountLockedPage, lockAccountPage, type LockAccountPage } from './lock-account';
export { errorPage, homePage, notFoundPage, type ErrorPage } from './notices';
export { addPasskeyPage, type AddPasskeyPage, passkeyAddedPage } from './passkey';
export { scopeDescription } from './scopes';
export { type Destination } from './onward';
export { secondFactorPage, type SecondFactorPage } from './second-factor';
export { signInPage, type SignInPage } from './sign-in';
export { signedUpPage, signUpPage, type SignUpPage } from './sign-up';
export { signedOutPage, signOutPage, type SignOutPage } from './sign-out';
