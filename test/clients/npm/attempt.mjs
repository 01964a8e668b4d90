/** What an operation returned, or the error code with which it was refused. */
export const attempt = (operation) =>
  operation().then(
    (value) => ({ value }),
    (error) => ({ refused: error.error ?? error.cause?.[0]?.parameters?.error ?? String(error.cause ?? error) }),
  );
