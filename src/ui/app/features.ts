/** What a browser must have for anything to work here, and how it is called when it is missing. */
const NEEDED: readonly (readonly [has: () => boolean, name: string, remedy: string])[] = [
  [
    () => 'AudioWorkletNode' in globalThis,
    'AudioWorklet',
    'Use a current Chrome, Edge, Firefox or Safari, over https or on localhost.',
  ],
  [
    () => 'WebAssembly' in globalThis && simd(),
    'WebAssembly SIMD',
    'Update the browser: every current one has it.',
  ],
  [() => 'Worker' in globalThis, 'Web Workers', 'Use a current Chrome, Edge, Firefox or Safari.'],
  [
    () => typeof crypto !== 'undefined' && 'subtle' in crypto,
    'Web Crypto',
    'Open the page over https or on localhost.',
  ],
  [() => 'ResizeObserver' in globalThis, 'ResizeObserver', 'Update the browser.'],
];

/** Whether the engine accepts the smallest module that uses a 128-bit vector. */
function simd(): boolean {
  // (module (func (result v128) i32.const 0 i8x16.splat))
  return WebAssembly.validate(
    new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
    ]),
  );
}

/** Names the first feature this browser lacks, with what to do; null if it has all that is needed. */
export function missingFeature(): { readonly title: string; readonly detail: string } | null {
  for (const [has, name, remedy] of NEEDED) {
    if (!has())
      return {
        title: `This browser has no ${name}`,
        detail: `Scorestage can’t make sound without it. ${remedy}`,
      };
  }
  return null;
}
