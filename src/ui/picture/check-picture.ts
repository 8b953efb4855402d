import { fail, ok, type Result } from '../../units/index.ts';

/** Longest the browser may think about a file's header, ms. */
const PATIENCE_MS = 10_000;

/**
 * Lets the browser open a file as a video, without showing it: the only judge of what it can play. Main thread; takes
 * what it made away again.
 */
export function checkPicture(file: File): Promise<Result<null, 'not-a-picture'>> {
  const refuse = (fault: string) =>
    fail(
      'not-a-picture',
      `“${file.name}” ${fault}.`,
      'Convert it to WebM (VP9, AV1) or MP4 (H.264) and choose it again; the session is as it was.',
    );
  const url = URL.createObjectURL(file);
  const video = document.createElement('video');
  const scope = new AbortController();
  const { signal } = scope;
  return new Promise<Result<null, 'not-a-picture'>>((resolve) => {
    const timer = setTimeout(() => resolve(refuse('could not be opened as a video in time')), PATIENCE_MS);
    signal.addEventListener('abort', () => clearTimeout(timer));
    video.addEventListener('error', () => resolve(refuse('is not a video this browser can play')), {
      signal,
    });
    video.addEventListener(
      'loadedmetadata',
      () => resolve(video.videoWidth > 0 ? ok(null) : refuse('holds sound but no picture')),
      { signal },
    );
    video.preload = 'metadata';
    video.muted = true;
    video.src = url;
  }).finally(() => {
    scope.abort();
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  });
}
