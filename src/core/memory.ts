import { CORE_BYTES, RING_BYTES, RING_SLOTS, TAG_BYTES, UNPACK_SPACE, VOICE_BYTES } from './contract.ts';

const PAGE_BYTES = 65536;
/** Pages WebAssembly can address; the core's shared build declares as many. */
const MOST_PAGES = 65536;

/** Where everything lies in the core's memory, in bytes. Plain numbers: it may be posted to other threads. */
export interface MemoryPlan {
  /** Strip records, managed by `RecordHeap`. */
  readonly heapAt: number;
  readonly heapBytes: number;
  readonly voicesAt: number;
  readonly voices: number;
  readonly tagsAt: number;
  /** Rings there are tags for: the memory may grow to hold this many without anything moving. */
  readonly maxRings: number;
  /** Where whoever fills the rings takes files apart, UNPACK_SPACE bytes. */
  readonly unpackAt: number;
  readonly ringsAt: number;
  readonly rings: number;
  /** Pages that hold all of it. */
  readonly pages: number;
}

/**
 * Bytes of the heap unless a host says otherwise: responses of convolutions and their states may take 192 MiB of it. Systems give real memory only
 * to what is written to, and pieces are taken from below.
 */
const HEAP_BYTES: number = 256 << 20;
/** What is enough for everything but convolutions. */
export const SMALL_HEAP_BYTES: number = 64 << 20;

/** What a host needs of the memory. */
export interface MemoryNeeds {
  /** Rings to begin with; a ring holds 1.4 s of one channel at 48 kHz in 256 KiB. */
  readonly rings: number;
  /** Voices: one per clip and channel. Default 16,384. */
  readonly voices?: number;
  /** Bytes for strip records (496 + 104 a clip + 16 a lane point, kept twice during a cross-fade; 2.4 MB a reverb at 48 kHz, 6 to 25 MB a
   * convolution of 3 s). Default HEAP_BYTES. */
  readonly heapBytes?: number;
  /** Rings the memory may later grow to; default 8,192 (2 GiB). */
  readonly maxRings?: number;
}

const align = (value: number, to: number): number => Math.ceil(value / to) * to;

/**
 * Lays out the memory: core, records, voices, tags, room for de-interleaving, and the rings last, so that it can grow.
 * @throws RangeError if it does not fit into what WebAssembly can address
 */
export function planMemory(needs: MemoryNeeds): MemoryPlan {
  const { rings, voices = 16_384, heapBytes = HEAP_BYTES, maxRings = Math.max(8192, needs.rings) } = needs;
  for (const [name, value] of Object.entries({ rings, voices, heapBytes, maxRings })) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`${name} must be a whole number, got ${value}`);
  }
  if (maxRings < rings)
    throw new RangeError(`maxRings ${maxRings} is less than the ${rings} rings asked for`);
  const heapAt = CORE_BYTES;
  const voicesAt = align(heapAt + heapBytes, 64);
  const tagsAt = align(voicesAt + voices * VOICE_BYTES, 64);
  const unpackAt = align(tagsAt + maxRings * RING_SLOTS * TAG_BYTES, 64);
  const ringsAt = align(unpackAt + UNPACK_SPACE, PAGE_BYTES);
  const pages = Math.ceil((ringsAt + rings * RING_BYTES) / PAGE_BYTES);
  if (pages > MOST_PAGES) {
    throw new RangeError(`${rings} rings need ${pages} pages of memory; WebAssembly has ${MOST_PAGES}`);
  }
  return {
    heapAt,
    heapBytes: voicesAt - heapAt,
    voicesAt,
    voices,
    tagsAt,
    maxRings,
    unpackAt,
    ringsAt,
    rings,
    pages,
  };
}

/**
 * Makes the memory. A shared one may grow up to the largest maximum the device grants, tried from above and halved.
 * @throws RangeError if not even the plan itself is granted
 */
export function createMemory(plan: MemoryPlan, shared: boolean): WebAssembly.Memory {
  if (!shared) return new WebAssembly.Memory({ initial: plan.pages });
  const room = Math.ceil((plan.ringsAt + plan.maxRings * RING_BYTES) / PAGE_BYTES);
  let maximum = Math.min(MOST_PAGES, Math.max(plan.pages, room));
  for (;;) {
    try {
      return new WebAssembly.Memory({ initial: plan.pages, maximum, shared: true });
    } catch (error) {
      if (maximum <= plan.pages) {
        throw new RangeError(`the device does not grant ${plan.pages} pages of shared memory`, {
          cause: error,
        });
      }
      maximum = Math.max(plan.pages, maximum >> 1);
    }
  }
}

/**
 * Grows the memory until it holds `rings` rings; nothing moves. Main thread, between edits, never while it is being read
 * through an old view of an unshared buffer.
 * @returns the plan with as many rings as there is room for now: fewer than asked for if the device refused
 */
export function growRings(memory: WebAssembly.Memory, plan: MemoryPlan, rings: number): MemoryPlan {
  const wanted = Math.min(rings, plan.maxRings);
  if (wanted <= plan.rings) return plan;
  const pages = Math.ceil((plan.ringsAt + wanted * RING_BYTES) / PAGE_BYTES);
  const missing = pages - memory.buffer.byteLength / PAGE_BYTES;
  if (missing > 0) {
    try {
      memory.grow(missing);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return plan;
    }
  }
  return { ...plan, rings: wanted, pages: Math.max(pages, plan.pages) };
}
