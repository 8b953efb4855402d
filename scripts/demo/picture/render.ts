import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build } from 'vite';
import { chromiumArgs, chromiumPath } from '../../chromium.mjs';
import { FILM_FRAMES, FPS } from '../plan.ts';

/** The page's code as one classic script. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['iife'], name: 'animatic' },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the animatic page was not bundled');
  return chunk.code;
}

async function openPage<Value>(use: (page: Page) => Promise<Value>): Promise<Value> {
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    args: chromiumArgs,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle() });
    return await use(page);
  } finally {
    await browser.close();
  }
}

const decode = (image: string): Buffer => Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');

/** Writes single frames as JPEG files, for looking at. */
export async function renderStills(frames: readonly number[], folder: string): Promise<void> {
  await openPage(async (page) => {
    for (const frame of frames) {
      const [image = ''] = await page.evaluate((at) => window.renderFrames(at, at + 1), frame);
      writeFileSync(join(folder, `${String(frame).padStart(5, '0')}.jpg`), decode(image));
    }
  });
}

/** Draws the film in Chromium and encodes it as VP9 WebM: 24 fps, a keyframe every 12 frames so that scrubbing is quick. */
export async function renderPicture(target: string): Promise<void> {
  const encoder = spawn(
    'ffmpeg',
    [
      '-v',
      'error',
      '-y',
      '-f',
      'image2pipe',
      '-c:v',
      'mjpeg',
      '-framerate',
      String(FPS),
      '-i',
      '-',
      '-vf',
      'scale=in_range=full:out_range=tv:out_color_matrix=bt709,format=yuv420p',
      '-c:v',
      'libvpx-vp9',
      '-b:v',
      '0',
      '-crf',
      '36',
      '-g',
      '12',
      '-keyint_min',
      '12',
      '-deadline',
      'good',
      '-cpu-used',
      '3',
      '-row-mt',
      '0',
      '-threads',
      '2',
      '-tile-columns',
      '0',
      '-auto-alt-ref',
      '1',
      '-lag-in-frames',
      '12',
      '-colorspace',
      'bt709',
      '-color_primaries',
      'bt709',
      '-color_trc',
      'bt709',
      '-color_range',
      'tv',
      '-map_metadata',
      '-1',
      '-fflags',
      '+bitexact',
      '-flags:v',
      '+bitexact',
      '-cues_to_front',
      '1',
      target,
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const ended = once(encoder, 'close');
  await openPage(async (page) => {
    for (let from = 0; from < FILM_FRAMES; from += 12) {
      const images = await page.evaluate(([first, last]) => window.renderFrames(first, last), [
        from,
        Math.min(FILM_FRAMES, from + 12),
      ] as const);
      for (const image of images) if (!encoder.stdin.write(decode(image))) await once(encoder.stdin, 'drain');
    }
  });
  encoder.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${String(code)} while encoding the picture`);
}
