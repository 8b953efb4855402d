import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian packages the demo is built with. */
const APT_PACKAGES = [
  'fluidsynth',
  'musescore-general-soundfont-lossless',
  'festival',
  'festvox-us-slt-hts',
  'flite',
  'ffmpeg',
  'chromium',
  'fonts-dejavu-core',
] as const;

/** The soundfont all music is played with (MIT licence). */
export const SOUNDFONT = '/usr/share/sounds/sf2/MuseScore_General_Full.sf2';
const MARA_VOICE = '/usr/share/festival/voices/us/cmu_us_slt_arctic_hts';

/** Stops the build with the packages to install when a tool is missing. @throws Error naming what is missing. */
export function requireTools(): void {
  const missing = ['fluidsynth', 'festival', 'flite', 'ffmpeg'].filter(
    (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0,
  );
  for (const path of [SOUNDFONT, MARA_VOICE]) if (!existsSync(path)) missing.push(path);
  if (missing.length > 0) {
    throw new Error(
      `The demo needs ${missing.join(', ')}. Install: apt-get install -y ${APT_PACKAGES.join(' ')}`,
    );
  }
}

/** Runs a tool and returns its standard output. @throws Error with its standard error when it fails. */
export function run(tool: string, args: readonly string[], input?: string | Uint8Array): Buffer {
  try {
    return execFileSync(tool, args, {
      maxBuffer: 1 << 28,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`${tool} failed: ${stderr.slice(-2000)}`, { cause: error });
  }
}
