import { useState } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../app/desk.ts';
import { Banner } from '../connection/Banner.tsx';
import { bannerWords } from './managed-words.ts';

/** Says what is wrong in the administrator's settings. Once read it can be hidden until the next start: Settings keeps the list. */
export function ManagedBanner() {
  const message = useStore(useDesk().managed, ({ problems }) => bannerWords(problems));
  const [isHidden, setIsHidden] = useState(false);
  if (message === null || isHidden) return null;
  return (
    <Banner
      title="What your administrator set for this computer has an error."
      message={message}
      action={{ words: 'Hide', onAct: () => setIsHidden(true) }}
    />
  );
}
