/** Reading unknown JSON without trusting it. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** A case cannot be read: `damaged`. One that uses something else than its kind's fields: `unknown`. */
export class CaseFault extends Error {
  readonly kind: 'damaged' | 'unknown';

  constructor(kind: 'damaged' | 'unknown') {
    super(kind);
    this.kind = kind;
  }
}

/** Fields of an object, each asked for once; what is left over shows that the case is of a newer kind. */
export class Fields {
  readonly #json: Json;
  readonly #left: Set<string>;

  /** @throws CaseFault if it is no object */
  constructor(json: unknown) {
    if (!isObject(json)) throw new CaseFault('damaged');
    this.#json = json;
    this.#left = new Set(Object.keys(json));
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#json, name);
  }

  /** The field as it stands; undefined if absent. */
  take(name: string): unknown {
    this.#left.delete(name);
    return this.has(name) ? this.#json[name] : undefined;
  }

  /** A finite number. @throws CaseFault if it is none, or absent without a default */
  number(name: string, otherwise?: number): number {
    const value = this.take(name) ?? otherwise;
    if (!isNumber(value)) throw new CaseFault('damaged');
    return value;
  }

  /** A finite number, or undefined if absent or null. @throws CaseFault if it is something else */
  optional(name: string): number | undefined {
    const value = this.take(name) ?? undefined;
    if (value !== undefined && !isNumber(value)) throw new CaseFault('damaged');
    return value;
  }

  /** Text, or undefined if absent. @throws CaseFault if it is something else */
  text(name: string): string | undefined {
    const value = this.take(name);
    if (value !== undefined && typeof value !== 'string') throw new CaseFault('damaged');
    return value;
  }

  /** A list of finite numbers, or undefined if absent. @throws CaseFault if it is something else */
  numbers(name: string): readonly number[] | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (!isList(value) || !value.every(isNumber)) throw new CaseFault('damaged');
    return value;
  }

  /** Fields of a part, or null if absent. @throws CaseFault if it is no object */
  part(name: string): Fields | null {
    const value = this.take(name);
    return value === undefined ? null : new Fields(value);
  }

  /** @throws CaseFault if a field has not been asked for */
  done(): void {
    if (this.#left.size > 0) throw new CaseFault('unknown');
  }
}
