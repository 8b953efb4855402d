import { describe, expect, it } from 'vitest';
import {
  type Clip,
  newSession,
  plainSpace,
  type SpaceId,
  type Stem,
  type StemId,
} from '../../session/index.ts';
import { samples } from '../../units/index.ts';
import type { Workspace } from '../state/workspace.ts';
import { describeStem, importResponse, responseRefusal, responsesIn, takeResponse } from './take-response.ts';

const RATE = 48_000;

const stem = (name: string, channels: number, seconds = 2): Stem => ({
  id: `a-${name}` as StemId,
  sha256: 'f'.repeat(64),
  fileName: `${name}.wav`,
  coding: 'WAV 24-bit',
  bytes: 1000,
  channels,
  length: samples(seconds * RATE),
  sourceRate: 96_000,
  timeReference: null,
});

/** A workspace that imports anything as `found`, and says what it was asked to do. */
function workspaceWith(found: Stem | null) {
  const told: string[] = [];
  const edits: string[] = [];
  const session = newSession({ name: 'Test', sampleRate: RATE, frameRate: '24' });
  const workspace = {
    document: { getState: () => ({ session }) },
    takeStem: async () => found,
    edit: (label: string) => void edits.push(label),
    notices: {
      fail: ({ message, remedy }: { readonly message: string; readonly remedy: string }) =>
        void told.push(`${message} ${remedy}`),
    },
  };
  return { told, edits, workspace: workspace as unknown as Workspace };
}

const HALL = plainSpace('r-hall' as SpaceId, 'Hall');
const file = new File(['x'], 'x.wav');

describe('what a space answers with', () => {
  it('is told in layout and length', () => {
    expect(describeStem(stem('church', 2, 2.5), RATE)).toBe('stereo · 2.50 s');
    expect(describeStem(stem('array', 10), RATE)).toBe('7.1.2 · 2.00 s');
  });

  it('is offered from the session where its layout and length are taken, what no clip plays first', () => {
    const stems = [
      stem('b-church', 2),
      stem('a-cello', 1),
      stem('c-quad', 4),
      stem('a-hall', 10),
      stem('z-reel', 2, 7200),
    ];
    const record = Object.fromEntries(stems.map((member) => [member.id, member]));
    const clips = { 'c-1': { stemId: 'a-a-cello' as StemId } as Clip };
    const offered = responsesIn({ stems: record, clips, sampleRate: RATE });
    expect(offered.map(({ fileName }) => fileName)).toEqual(['a-hall.wav', 'b-church.wav', 'a-cello.wav']);
  });

  it('is named with its fault and the remedy where it is refused', () => {
    const long = responseRefusal(stem('reel', 2, 7200), RATE);
    expect(long?.message).toContain('“reel.wav”');
    expect(long?.message).toMatch(/up to [0-9.]+ s/);
    expect(responseRefusal(stem('quad', 4), RATE)?.message).toContain('4 channels');
    expect(responseRefusal(stem('church', 2), RATE)).toBeNull();
  });

  it('comes from a file in one step', async () => {
    const { edits, told, workspace } = workspaceWith(stem('church', 2));
    await takeResponse(workspace, HALL, [file]);
    expect([edits, told]).toEqual([['church.wav in Hall'], []]);
  });

  it('stays where the file is refused, could not be imported, or there are several', async () => {
    const quad = workspaceWith(stem('quad', 4));
    await takeResponse(quad.workspace, HALL, [file]);
    expect(quad.edits).toEqual([]);
    expect(quad.told[0]).toContain('“quad.wav” has 4 channels');
    const none = workspaceWith(null);
    expect(await importResponse(none.workspace, file)).toBeNull();
    expect([none.edits, none.told]).toEqual([[], []]);
    const many = workspaceWith(stem('church', 2));
    await takeResponse(many.workspace, HALL, [file, file]);
    expect(many.edits).toEqual([]);
    expect(many.told[0]).toContain('2 files were given');
  });
});
