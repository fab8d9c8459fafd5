export type UpdateServer =
  | { readonly ok: true; readonly message: string; readonly arguments: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** What electron-builder is told of the server that installed apps get their updates from. */
export function updateServer(address: string | undefined): UpdateServer {
  if (address === undefined || address === '') {
    return {
      ok: true,
      message: 'Without an update server (DUELINE_UPDATE_URL): what is built here never updates itself.',
      arguments: [],
    };
  }
  const url = URL.parse(address);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.search !== '' || url.hash !== '') {
    return { ok: false, message: `DUELINE_UPDATE_URL must be an https address without a query, not '${address}'.` };
  }
  return {
    ok: true,
    message: `Updates come from ${url.href}`,
    arguments: ['-c.publish.provider=generic', `-c.publish.url=${url.href}`],
  };
}
