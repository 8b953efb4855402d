import { idleAudition } from '../learn/audition-state.ts';
import type { Command } from './command.ts';

/** Comparing and learning by ear. */
export const LEARN_COMMANDS: readonly Command[] = [
  {
    id: 'mix.audition',
    title: 'Audition placements',
    section: 'Mix',
    keys: [],
    run({ ui, audition, document }) {
      const { selection, auditioning } = ui.getState();
      ui.setState({ auditioning: !auditioning });
      if (auditioning) {
        audition.setState(idleAudition);
        return;
      }
      const chosen = selection.kind === 'tracks' ? selection.ids.at(-1) : undefined;
      const { trackOrder, tracks } = document.getState().session;
      const object = trackOrder.find((id) => tracks[id]?.output.kind === 'object');
      audition.setState({ ...idleAudition, track: chosen ?? object ?? trackOrder[0] ?? null });
    },
  },
];
