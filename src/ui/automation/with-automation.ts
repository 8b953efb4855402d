import type { DocumentBinding } from '../state/document-binding.ts';
import type { Automation } from './automation.ts';

/**
 * Writes to the document beside a pass: the end of a control's own gesture does not end the pass's, Escape takes back what a
 * hand records, and undo takes the whole pass back.
 */
export function withAutomation(binding: DocumentBinding, automation: Automation): DocumentBinding {
  return {
    ...binding,
    commit() {
      if (!automation.busy) binding.commit();
    },
    cancel() {
      if (!automation.cancel()) binding.cancel();
    },
    undo() {
      automation.finish();
      binding.undo();
    },
    redo() {
      automation.finish();
      binding.redo();
    },
  };
}
