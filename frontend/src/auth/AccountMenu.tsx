import { useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import {
  BookOpen,
  ChevronsUpDown,
  CircleUserRound,
  KeyRound,
  LogOut,
  MonitorX,
  Settings,
  Trash2,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { useMe } from "../api/queries";
import styles from "./AccountMenu.module.css";
import { logOut } from "./account";
import { ChangePasswordDialog } from "./ChangePasswordDialog";
import { DeleteAccountDialog } from "./DeleteAccountDialog";
import { LogOutEverywhereDialog } from "./LogOutEverywhereDialog";

type OpenDialog = "password" | "everywhere" | "delete" | null;

/** Who is logged in, and what they can do with their account. */
export function AccountMenu() {
  const me = useMe();
  const cache = useQueryClient();
  const [open, setOpen] = useState<OpenDialog>(null);
  const chosen = useRef<OpenDialog>(null);
  const email = me.data?.email ?? "";
  const about = me.error?.message ?? email;
  const choose = (dialog: OpenDialog) => () => {
    chosen.current = dialog;
  };
  // Not before the menu has given the focus back to its button: that is where the dialog returns it to.
  const openChosen = () => {
    setOpen(chosen.current);
    chosen.current = null;
  };
  const close = () => setOpen(null);
  return (
    <>
      {/* Not modal: nothing else needs to be hidden from screen readers while it is open. */}
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className={styles.trigger}>
          <CircleUserRound aria-hidden />
          <span className={styles.who}>
            <span>Account</span>
            <span className={styles.email}>{email}</span>
          </span>
          <ChevronsUpDown aria-hidden className={styles.chevrons} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            className={styles.menu}
            side="top"
            align="start"
            sideOffset={6}
            loop
            onCloseAutoFocus={openChosen}
          >
            <DropdownMenu.Label className={styles.label}>{about}</DropdownMenu.Label>
            <MenuLink href="/api/docs" icon={<BookOpen aria-hidden />}>
              API documentation
            </MenuLink>
            {me.data?.is_staff && (
              <MenuLink href="/admin/" icon={<Settings aria-hidden />}>
                Administration
              </MenuLink>
            )}
            <DropdownMenu.Separator className={styles.separator} />
            <MenuItem icon={<KeyRound aria-hidden />} onSelect={choose("password")}>
              Change password
            </MenuItem>
            <MenuItem icon={<LogOut aria-hidden />} onSelect={() => logOut(cache)}>
              Log out
            </MenuItem>
            <MenuItem icon={<MonitorX aria-hidden />} onSelect={choose("everywhere")}>
              Log out everywhere
            </MenuItem>
            <DropdownMenu.Separator className={styles.separator} />
            <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={choose("delete")}>
              Delete account
            </MenuItem>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {open === "password" && <ChangePasswordDialog email={email} onClose={close} />}
      {open === "everywhere" && <LogOutEverywhereDialog onClose={close} />}
      {open === "delete" && <DeleteAccountDialog email={email} onClose={close} />}
    </>
  );
}

interface MenuItemProps {
  icon: ReactNode;
  danger?: boolean;
  onSelect(): void;
  children: ReactNode;
}

function MenuItem({ icon, danger, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={clsx(styles.item, danger && styles.danger)} onSelect={onSelect}>
      {icon}
      {children}
    </DropdownMenu.Item>
  );
}

function MenuLink({ href, icon, children }: { href: string; icon: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenu.Item className={styles.item} asChild>
      <a href={href} target="_blank" rel="noopener">
        {icon}
        {children}
      </a>
    </DropdownMenu.Item>
  );
}
