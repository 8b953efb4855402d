import type { Brand } from '../units/index.ts';

export type SessionId = Brand<string, 'SessionId'>;
export type StemId = Brand<string, 'StemId'>;
export type TrackId = Brand<string, 'TrackId'>;
export type ClipId = Brand<string, 'ClipId'>;
export type MarkerId = Brand<string, 'MarkerId'>;
export type VcaId = Brand<string, 'VcaId'>;
export type GroupId = Brand<string, 'GroupId'>;
export type FolderId = Brand<string, 'FolderId'>;
export type SpaceId = Brand<string, 'SpaceId'>;
export type NoteId = Brand<string, 'NoteId'>;
export type SceneId = Brand<string, 'SceneId'>;
