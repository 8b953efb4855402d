import type { ReactNode } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import './choice.css';

/** A line of a menu. */
export interface MenuAction {
  readonly id: string;
  readonly title: string;
  readonly keys?: string;
  readonly disabled?: boolean;
  run(): void;
}

/** A titled group of lines. */
export interface MenuGroup {
  readonly title: string;
  readonly actions: readonly MenuAction[];
}

/** Properties of a menu button. */
export interface ActionMenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly groups: readonly MenuGroup[];
  readonly className?: string;
}

/** A button that opens a menu of actions with their shortcuts. */
export function ActionMenu({ label, trigger, groups, className = 'button' }: ActionMenuProps) {
  const byId = new Map(
    groups.flatMap((group) => group.actions.map((action) => [action.id, action] as const)),
  );
  return (
    <MenuTrigger>
      <Button className={className} aria-label={label}>
        {trigger}
      </Button>
      <Popover className="popover" offset={4}>
        <Menu className="menu" aria-label={label} onAction={(key) => byId.get(String(key))?.run()}>
          {groups.map((group) => (
            <MenuSection key={group.title} aria-label={group.title}>
              <Header className="menu-heading">{group.title}</Header>
              {group.actions.map((action) => (
                <MenuItem
                  key={action.id}
                  id={action.id}
                  className="menu-item"
                  textValue={action.title}
                  isDisabled={action.disabled ?? false}
                >
                  <span>{action.title}</span>
                  {action.keys !== undefined && <kbd>{action.keys}</kbd>}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
