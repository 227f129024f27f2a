/** Silence for tfjs, which prints while it loads. */

/** Runs `action` without its warnings: kernels registered twice, and the advice to install tfjs-node. */
export async function muted<T>(action: () => Promise<T>): Promise<T> {
  const { warn } = console
  console.warn = () => {}
  try {
    return await action()
  } finally {
    console.warn = warn
  }
}
