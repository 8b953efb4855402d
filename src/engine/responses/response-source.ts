import type { PreparedResponse } from '../../core/index.ts';
import type { SpaceId } from '../../session/index.ts';

/** Where compiles find prepared responses: by what a space asks for, or what it is to be heard with until that is there. */
export type ResponseSource = (key: string, space: SpaceId) => PreparedResponse | null;

/** No convolution has a response. */
export const NO_RESPONSES: ResponseSource = () => null;
