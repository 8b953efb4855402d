/** Exit codes of the command line. */
export const EXIT = {
  ok: 0,
  /** A check was run and did not pass. */
  failedCheck: 1,
  /** The command was not understood. */
  usage: 2,
  /** A file could not be used. */
  badInput: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
