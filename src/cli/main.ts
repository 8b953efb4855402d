import { CONFORMANCE_USAGE, runConformance } from './conformance.ts';
import { type Console, processConsole } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { runRender } from './render.ts';
import { RENDER_USAGE } from './render-options.ts';

const USAGE = `${RENDER_USAGE}

${CONFORMANCE_USAGE}

Exit codes: 0 done, 1 a check did not pass, 2 not understood, 3 a file could not be used.`;

/** Runs a command line (without the program's name) and returns its exit code. Node. */
export async function main(args: readonly string[], console: Console = processConsole()): Promise<ExitCode> {
  const [command, ...rest] = args;
  switch (command) {
    case 'render':
      return runRender(rest, console);
    case 'conformance':
      return runConformance(rest, console);
    case '--help':
    case '-h':
    case 'help':
      console.out(USAGE);
      return EXIT.ok;
    default:
      console.err(command === undefined ? 'Which command?' : `There is no command "${command}".`);
      console.err(USAGE);
      return EXIT.usage;
  }
}
