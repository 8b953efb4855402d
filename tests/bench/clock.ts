/** What a piece of work took. */
export interface Took {
  /** Seconds on the wall. */
  readonly wall: number;
  /** Seconds of processor time of this whole process: not disturbed by what else the machine does. */
  readonly cpu: number;
}

/** Runs work and tells what it took, on the wall and on the processor. */
export async function timed(work: () => unknown): Promise<Took> {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const used = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (used.user + used.system) / 1e6 };
}
