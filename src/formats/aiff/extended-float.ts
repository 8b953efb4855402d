/**
 * Reads the 80-bit extended float of an AIFF sample rate (IEEE 754 x87, big-endian: sign and 15-bit exponent, then a
 * 64-bit mantissa with an explicit leading one). Answers NaN for NaN, infinities, denormals and unnormalised numbers,
 * none of which is a rate.
 */
export function readExtended(view: DataView, at: number): number {
  const signAndExponent = view.getUint16(at, false);
  const exponent = signAndExponent & 0x7fff;
  const high = view.getUint32(at + 2, false);
  const low = view.getUint32(at + 6, false);
  if (exponent === 0 && high === 0 && low === 0) return 0;
  if (exponent === 0x7fff || exponent === 0 || high < 0x8000_0000) return Number.NaN;
  const magnitude = (high * 2 ** 32 + low) * 2 ** (exponent - 16_383 - 63);
  return signAndExponent & 0x8000 ? -magnitude : magnitude;
}
