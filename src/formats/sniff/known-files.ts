/** Magic bytes of a kind of file that is not imported as audio here, with words for the message. */
export interface KnownFile {
  readonly at: number;
  /** Latin-1 text of the bytes. */
  readonly magic: string;
  readonly what: string;
}

/** Files people drop by mistake, or hope would work. First match wins, so longer and safer magics come first. */
export const KNOWN_FILES: readonly KnownFile[] = [
  { at: 0, magic: '\x89PNG\r\n\x1a\n', what: 'a PNG picture' },
  { at: 0, magic: '\xff\xd8\xff', what: 'a JPEG picture' },
  { at: 0, magic: 'GIF8', what: 'a GIF picture' },
  { at: 0, magic: 'II*\0', what: 'a TIFF picture' },
  { at: 0, magic: 'MM\0*', what: 'a TIFF picture' },
  { at: 0, magic: '%PDF-', what: 'a PDF document' },
  { at: 0, magic: '7z\xbc\xaf\x27\x1c', what: 'a 7-Zip archive' },
  { at: 0, magic: 'Rar!\x1a\x07', what: 'a RAR archive' },
  { at: 0, magic: '\x1f\x8b', what: 'a gzip archive' },
  { at: 0, magic: '\x28\xb5\x2f\xfd', what: 'a Zstandard archive' },
  { at: 0, magic: '\xfd7zXZ\0', what: 'an XZ archive' },
  { at: 257, magic: 'ustar', what: 'a tar archive' },
  { at: 0, magic: 'Salted__', what: 'an encrypted file (OpenSSL)' },
  { at: 0, magic: 'age-encryption.org/', what: 'an encrypted file (age)' },
  { at: 0, magic: '-----BEGIN PGP', what: 'an encrypted or signed PGP file' },
  { at: 0, magic: 'MThd', what: 'a MIDI file' },
  { at: 0, magic: 'caff', what: 'a Core Audio file (CAF)' },
  { at: 0, magic: 'riff\x2e\x91\xcf\x11', what: 'a Sony Wave64 file' },
  { at: 0, magic: 'RIFX', what: 'a big-endian WAV file (RIFX)' },
  { at: 0, magic: '.snd', what: 'a Sun AU file' },
  { at: 0, magic: 'wvpk', what: 'a WavPack file' },
  { at: 0, magic: 'MAC ', what: 'a Monkey’s Audio file' },
  { at: 0, magic: 'TTA1', what: 'a True Audio file' },
  { at: 0, magic: 'DSD ', what: 'a DSD file' },
  { at: 0, magic: 'FRM8', what: 'a DSD (DSDIFF) file' },
  { at: 0, magic: '\x0bw', what: 'a Dolby Digital (AC-3) stream' },
  { at: 0, magic: '\x7f\xfe\x80\x01', what: 'a DTS stream' },
  { at: 0, magic: '#!AMR', what: 'an AMR recording' },
  { at: 0, magic: '\x30\x26\xb2\x75\x8e\x66\xcf\x11', what: 'a Windows Media file' },
  { at: 0, magic: '\x06\x0e\x2b\x34\x02\x05\x01\x01', what: 'an MXF file' },
  { at: 0, magic: 'FLV\x01', what: 'a Flash video' },
  { at: 0, magic: '\0\0\x01\xba', what: 'an MPEG video' },
  { at: 0, magic: '\0\0\x01\xb3', what: 'an MPEG video' },
  { at: 0, magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', what: 'an AAF session or Office document' },
  { at: 1, magic: '0010111100101011', what: 'a Pro Tools session' },
  { at: 0, magic: 'SQLite format 3\0', what: 'a database' },
  { at: 0, magic: '\x7fELF', what: 'a program' },
  { at: 0, magic: 'MZ', what: 'a Windows program' },
  { at: 0, magic: '\xca\xfe\xba\xbe', what: 'a program' },
  { at: 0, magic: '{\\rtf', what: 'a text document' },
  { at: 0, magic: '\xff\xfe\0\0', what: 'a text file' },
];

/** Video and picture forms of RIFF, by the name at byte 8. */
export const RIFF_FORMS: Readonly<Record<string, string>> = {
  'AVI ': 'an AVI video',
  WEBP: 'a WebP picture',
  RMID: 'a MIDI file',
  ACON: 'an animated cursor',
};
