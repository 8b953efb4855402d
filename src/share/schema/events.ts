/** What is told live (Server-Sent Events). Numbers grow by one within a mix; a reader goes on after the last he had. */
import type { Approval, Comment } from './api.ts';

/** Something that happened to a mix. */
export type ShareEvent =
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'comment'; readonly comment: Omit<Comment, 'own'>; readonly linkId: string | null }
  | { readonly kind: 'comment-removed'; readonly id: string; readonly version: number }
  | { readonly kind: 'approval'; readonly approval: Approval };
