/** Files with audio that can be imported, as pickers take it. */
export const AUDIO_FILES = '.wav,.bwf,.rf64,.w64,.aif,.aiff,.flac,.mp3,.ogg,.opus,.oga,.m4a,.aac,audio/*';

/** Opens the browser's file picker; `take` is called only when files were chosen. Needs a user gesture. Main thread. */
export function chooseFiles(accept: string, multiple: boolean, take: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.multiple = multiple;
  input.dataset['picker'] = 'files';
  input.hidden = true;
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.remove();
    if (files.length > 0) take(files);
  });
  input.addEventListener('cancel', () => input.remove());
  // In the page while open: detached inputs lose their change event in some browsers when collected.
  document.body.append(input);
  input.click();
}

/** Characters a file name can't carry somewhere: separators, reserved ones and control characters. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}]+/gu;

/** A file name that every system takes. */
export function safeFileName(name: string): string {
  const plain = name
    .replace(UNSAFE, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 120);
  return plain === '' ? 'Untitled' : plain;
}

/** How long a download may take to begin before its URL is released, ms. */
const RELEASE_MS = 60_000;

/** Hands a blob to the browser's download. */
export function offerDownload(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = safeFileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_MS);
}
