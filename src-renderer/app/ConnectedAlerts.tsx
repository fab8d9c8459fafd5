import { useStore } from 'zustand';
import { AlertBar } from '../deadlines/AlertBar.tsx';
import type { Commands } from './commands.ts';
import { useDesk } from './desk.ts';

/** The deadlines that wait to be seen in this window. */
export function ConnectedAlerts({ commands }: { readonly commands: Commands }) {
  const { alerts } = useDesk();
  const list = useStore(alerts.list);
  return <AlertBar alerts={list} onOpen={commands.open} onSee={alerts.see} />;
}
