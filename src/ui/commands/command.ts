import type { Workspace } from '../state/workspace.ts';

/** Sections of menus and of the key sheet, in their order. */
export const SECTIONS = ['Session', 'Transport', 'Edit', 'Mix', 'Automation', 'Markers', 'View'] as const;
export type CommandSection = (typeof SECTIONS)[number];

/** One thing the user can ask for; the same row feeds menus, keys and help. */
export interface Command {
  /** Stable, e.g. "transport.play"; preferences remap keys by it. */
  readonly id: string;
  readonly title: string;
  readonly section: CommandSection;
  /** Default shortcuts in tinykeys' grammar; the first is shown. */
  readonly keys: readonly string[];
  /** While the key of that command is held, this key runs another: by id of the held one, the id of what runs. */
  readonly whileHeld?: Readonly<Record<string, string>>;
  /** True if holding the key repeats it. */
  readonly repeats?: boolean;
  /** What is missing while `when` is false, as a sentence for the palette. */
  readonly whyNot?: string;
  /** False while it makes no sense; default always. */
  when?(workspace: Workspace): boolean;
  run(workspace: Workspace): void;
}
