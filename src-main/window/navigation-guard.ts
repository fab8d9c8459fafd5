/** True for pages of the app itself: nothing else may be navigated to, and nothing else may call the main process. */
export function isAppPage(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === 'app:' &&
    parsed.host === 'dueline' &&
    parsed.username === '' &&
    parsed.password === '' &&
    parsed.port === '' &&
    !/^\/api(\/|$)/.test(parsed.pathname)
  );
}
