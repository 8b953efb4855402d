/** Frames at 48 kHz of one Opus frame, by the configuration in the packet's first byte (RFC 6716 §3.1). */
function frameLength(config: number): number {
  if (config < 12) return [480, 960, 1920, 2880][config & 3] ?? 960;
  if (config < 16) return config & 1 ? 960 : 480;
  return [120, 240, 480, 960][config & 3] ?? 960;
}

/** Most frames of a packet: 120 ms. */
const LONGEST = 5760;

/** Frames at 48 kHz that a packet decodes to; 0 for bytes that are none (RFC 6716 §3.2). */
export function packetFrames(packet: Uint8Array): number {
  const [toc, count] = packet;
  if (toc === undefined) return 0;
  const length = frameLength(toc >> 3);
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (count ?? 0) & 0x3f;
  return frames * length > LONGEST ? 0 : frames * length;
}
