const AGAIN_MS = 4_000

type Say = (sentence: string) => void

/**
 * Lets `work` announce a step, and repeats the announcement while the step lasts, so that it does not seem to hang. `end` stops the
 * repetition, for work that then shows something itself.
 */
export async function narrated<T>(say: Say, work: (tell: Say, end: () => void) => Promise<T>): Promise<T> {
  let again: NodeJS.Timeout | undefined
  const end = () => clearInterval(again)
  const tell = (sentence: string) => {
    end()
    say(sentence)
    const begin = Date.now()
    again = setInterval(() => say(`${sentence}: ${Math.round((Date.now() - begin) / 1000)} s`), AGAIN_MS)
  }
  try {
    return await work(tell, end)
  } finally {
    end()
  }
}
