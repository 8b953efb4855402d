import { ChevronDown } from 'lucide-react';
import { ActionMenu, type MenuGroup } from '../kit/ActionMenu.tsx';
import { useWorkspace } from '../state/workspace.ts';
import { SECTIONS } from './command.ts';
import { COMMANDS, commandKeys } from './registry.ts';

/** Sections that are worth a menu; the rest are reached by keys, buttons and the sheet. */
const MENU_IDS: ReadonlySet<string> = new Set([
  'session.new',
  'session.open',
  'session.demo',
  'session.import',
  'session.picture',
  'session.import-package',
  'session.export',
  'session.bounce',
  'session.share',
  'session.settings',
  'view.fit',
  'view.follow',
  'view.palette',
  'view.keys',
  'view.preferences',
]);

/** The menu behind the session's name. */
export function CommandMenu({ name }: { readonly name: string }) {
  const workspace = useWorkspace();
  const groups: MenuGroup[] = SECTIONS.map((section) => ({
    title: section,
    actions: COMMANDS.filter((command) => command.section === section && MENU_IDS.has(command.id)).map(
      (command) => {
        const keys = commandKeys(workspace, command.id);
        return {
          id: command.id,
          title: command.title,
          ...(keys === '' ? {} : { keys }),
          disabled: !(command.when?.(workspace) ?? true),
          run: () => command.run(workspace),
        };
      },
    ),
  })).filter((group) => group.actions.length > 0);
  return (
    <ActionMenu
      label={`Session: ${name}`}
      className="session-menu"
      groups={groups}
      trigger={
        <>
          <span>{name}</span>
          <ChevronDown size={13} aria-hidden="true" />
        </>
      }
    />
  );
}
