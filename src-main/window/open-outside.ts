import { dialog, shell } from 'electron';
import type { ExternalLink } from './external-link.ts';

/**
 * Opens a link in the system's browser or mail program once the agent has seen where it leads: a link in a customer's
 * message may say one thing and lead to another. While one is asked about, others are dropped.
 */
export function openerOfLinks(): (link: ExternalLink) => void {
  let isAsking = false;
  return (link) => {
    if (isAsking) return;
    isAsking = true;
    void ask(link).finally(() => {
      isAsking = false;
    });
  };
}

async function ask({ url, place }: ExternalLink): Promise<void> {
  const isMail = url.startsWith('mailto:');
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: isMail ? `Write a mail to ${place}?` : `Open ${place} in your browser?`,
    detail: url,
    buttons: [isMail ? 'Write' : 'Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  // A system without a browser or a mail program says so itself.
  if (response === 0) await shell.openExternal(url).catch(() => {});
}
