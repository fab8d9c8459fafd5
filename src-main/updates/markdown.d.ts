declare module '*.md?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how the build hands a file's text over.
  export default text;
}
