import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { chromiumPath } from '../../scripts/chromium.mjs';

/** Version of the Chromium that is driven. */
function chromiumVersion(): string {
  const path = chromiumPath();
  if (!path) return 'Chromium of Playwright';
  // Debian's wrapper writes a harmless shell complaint to stderr.
  const text = execFileSync(path, ['--version', '--no-sandbox'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();
  return /Chrom\w+ [\d.]+/.exec(text)?.[0] ?? text.trim();
}

/** How busy the machine is just now: what makes timings worse than the program's own. */
export const loadLine = (): string => `load average ${(loadavg()[0] ?? 0).toFixed(1)} at the start`;

/** What figures of this run depend on, in a line. */
export function machineLine(): string {
  const all = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${all.length} × ${all[0]?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.versions.node}, ${chromiumVersion()} headless`;
}
