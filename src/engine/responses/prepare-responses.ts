import { cos, type PreparedResponse, prepareResponse } from '../../core/index.ts';
import { type Session, type SpaceId, spaceHeard } from '../../session/index.ts';
import type { PoolKey, StemReader } from '../../stems/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { responsesOf } from './response-choices.ts';
import type { ResponseRequest } from './response-request.ts';
import type { ResponseSource } from './response-source.ts';

/** What preparing takes of its host. */
export interface ResponseHost {
  readonly module: WebAssembly.Module;
  /** True if `module` is the build for shared memory. */
  readonly shared: boolean;
  readonly openStem: (key: PoolKey) => Promise<Result<StemReader>>;
}

/**
 * Reads a response from the pool, where it lies at the session rate, fades it, brings it to the energy of a space at 0 dB and prepares it. Any
 * thread but the audio thread; takes some hundred milliseconds for long ones. Fails with 'stem-importing' or 'response-broken', or as
 * opening does.
 */
export async function loadResponse(
  request: ResponseRequest,
  host: ResponseHost,
): Promise<Result<PreparedResponse>> {
  const { key, stem, fileName, channels, start, frames, fade } = request;
  const opened = await host.openStem(stem);
  if (!opened.ok) return { ...opened, message: `“${fileName}”: ${opened.message}` };
  const reader = opened.value;
  try {
    if (reader.decodedThrough() < reader.length)
      return fail('stem-importing', `“${fileName}” is still being imported.`, 'Wait until it is.');
    if (start + frames > reader.length || channels.some((one) => one >= reader.channels))
      return broken(fileName);
    const planes = channels.map(() => new Float32Array(frames));
    reader.read(start, frames, channels, planes);
    for (const plane of planes) fadeOut(plane, fade);
    if (!levelled(planes))
      return fail(
        'response-broken',
        `“${fileName}” holds no sound to convolve with.`,
        'Choose another file.',
      );
    return ok(prepareResponse(host.module, host.shared, planes, key));
  } catch (cause) {
    if (cause instanceof RangeError) return broken(fileName, cause);
    throw cause;
  } finally {
    reader.close();
  }
}

/** Fades the last `frames` samples by half a cosine, whose last step would be the first zero behind the end. */
function fadeOut(plane: Float32Array, frames: number): void {
  const from = plane.length - frames;
  for (let n = 0; n < frames; n++)
    plane[from + n] = (plane[from + n] ?? 0) * 0.5 * (1 + cos((Math.PI * (n + 1)) / (frames + 1)));
}

/** Index of the LFE in layouts of more than two channels: no space hears it. */
const LFE = 3;

/** Brings the loudest channel to an energy of 1, so that no direction comes back louder than it was sent. @returns false for silence */
function levelled(planes: readonly Float32Array[]): boolean {
  let most = 0;
  planes.forEach((plane, channel) => {
    if (planes.length > 2 && channel === LFE) return;
    let energy = 0;
    for (const sample of plane) energy += sample * sample;
    most = Math.max(most, energy);
  });
  if (most === 0) return false;
  const scale = 1 / Math.sqrt(most);
  for (const plane of planes) for (let n = 0; n < plane.length; n++) plane[n] = (plane[n] ?? 0) * scale;
  return true;
}

const broken = (fileName: string, cause?: unknown) =>
  fail(
    'response-broken',
    `“${fileName}” can't be played as an impulse response: its audio is damaged or not what the session says.`,
    'Choose another file.',
    cause,
  );

/**
 * Prepares the responses of every convolution that is heard and sent to, for a render that waits for them. Fails as `loadResponse` does, or
 * with the words of what is refused: a render that left a space out would not be what the session says.
 */
export async function prepareResponses(
  session: Session,
  host: ResponseHost,
): Promise<Result<ResponseSource>> {
  const sent = new Set<string>();
  for (const { sends } of Object.values(session.tracks))
    for (const id of Object.keys(sends)) if (sends[id as SpaceId]?.on) sent.add(id);
  const prepared = new Map<string, PreparedResponse>();
  for (const [id, choice] of responsesOf(session)) {
    if (!sent.has(id) || !spaceHeard(session, id)) continue;
    const name = session.spaces[id]?.name ?? id;
    if (!choice.ok) return { ...choice, message: `Space “${name}”: ${choice.message}` };
    const { request } = choice;
    if (prepared.has(request.key)) continue;
    const loaded = await loadResponse(request, host);
    if (!loaded.ok) return { ...loaded, message: `Space “${name}”: ${loaded.message}` };
    prepared.set(request.key, loaded.value);
  }
  return ok((key) => prepared.get(key) ?? null);
}
