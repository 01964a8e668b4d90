/** A sign-in that another flow interrupts: recovery or registration. */
export interface Interrupted {
  applicationId: string;
  /** The path of the interaction. */
  path: string;
  csrf: string;
  /** Goes back to the sign-in. */
  backUrl: string;
  /** Lets later pages in this browser resume it. */
  remember(): void;
}
