import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconLogout, IconSettings, IconUser } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useSignOut } from '../api/session';
import type { Me } from '../api/types';

/** Who is signed in, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Account ${me.account.email}`}
        >
          <IconUser size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="sm" fw={600} px="sm" pt={6} truncate>
          {me.account.email}
        </Text>
        <Text size="xs" c="dimmed" px="sm" pb={8}>
          {me.account.role === 'operator'
            ? 'Operator'
            : `${me.limits.used} of ${me.limits.instances} agents`}
        </Text>
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to="/account"
          leftSection={<IconSettings size={17} aria-hidden />}
        >
          Caps and provider keys
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={17} aria-hidden />}
          closeMenuOnClick={false}
          disabled={signOut.isPending}
          onClick={() => {
            signOut.mutate();
          }}
        >
          {signOut.isPending ? 'Signing out…' : 'Sign out'}
        </Menu.Item>
        {signOut.isError && (
          <Text size="xs" c="var(--cs-bad)" px="sm" pb={6} role="alert">
            {signOut.error.message}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
