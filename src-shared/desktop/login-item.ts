/** Whether the system starts the app when the agent logs in; the system's own settings may have it otherwise than ours. */
export type LoginItem =
  | { readonly isSupported: true; readonly isOn: boolean; readonly needsApproval: boolean }
  | { readonly isSupported: false; readonly reason: string };
