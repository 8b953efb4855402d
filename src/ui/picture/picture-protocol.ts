/** Calls the picture worker answers: keep a video file, give it back. */
export type PictureCalls = {
  keep: {
    argument: { readonly file: File };
    /** SHA-256 of the file, lower-case hex. */
    answer: { readonly sha256: string };
    event: { readonly bytesDone: number };
  };
  find: { argument: { readonly sha256: string }; answer: Blob | null; event: never };
};
