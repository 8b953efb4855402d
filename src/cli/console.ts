/** Where a command writes: results to `out`, progress and complaints to `err`. */
export interface Console {
  out(line: string): void;
  err(line: string): void;
  /** Shows progress in place where `err` is a terminal; otherwise at most every tenth part. */
  progress(label: string, done: number, total: number): void;
}

/** The console of this process. */
export function processConsole(): Console {
  let lastTenth = -1;
  let open = false;
  const line = (text: string): void => {
    if (open) process.stderr.write('\n');
    open = false;
    process.stderr.write(`${text}\n`);
  };
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: line,
    progress(label, done, total) {
      const part = total > 0 ? Math.min(1, done / total) : 1;
      if (process.stderr.isTTY) {
        process.stderr.write(`\r${label} ${String(Math.floor(part * 100)).padStart(3)} %`);
        open = part < 1;
        if (!open) process.stderr.write('\n');
        return;
      }
      const tenth = Math.floor(part * 10);
      if (tenth === lastTenth && part > 0) return;
      lastTenth = part >= 1 ? -1 : tenth;
      line(`${label} ${Math.floor(part * 100)} %`);
    },
  };
}
