// How commands fail: a sentence for the user, or an error of ours. Exit codes are part of the interface.

export const EXIT = { clean: 0, findings: 1, usage: 2, internal: 101, interrupted: 130 } as const;

/** The user can mend it: wrong options, unreadable input. One line on standard error, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file system error as a sentence that names the file. */
export function fileProblem(path: string, error: unknown): UsageError {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === 'ENOENT' ? 'there is no such file or directory'
    : code === 'EACCES' ? 'reading it is not allowed'
    : code === 'EISDIR' ? 'it is a directory'
    : error instanceof Error ? error.message : String(error);
  return new UsageError(`${path}: ${reason}`);
}
