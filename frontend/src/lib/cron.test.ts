import { describe, expect, it } from 'vitest'
import { startTexts } from './i18n'
import { formatFor } from './format'
import { cronOf, planOf, planWords, scheduleWords } from './cron'

const { t } = startTexts('en')
const f = formatFor('en', 'UTC')

describe('cron', () => {
  it.each([
    ['30 6 * * *', 'Every day at 06:30'],
    ['30 6 * * 1-5', 'Every weekday at 06:30'],
    ['0 * * * *', 'Every hour at minute 00'],
    ['15 */4 * * *', 'Every 4 hours at minute 15'],
    ['0 7 1 * *', 'On day 1 of each month at 07:00'],
    ['0 7 1,15 * *', 'As in the cron expression 0 7 1,15 * *'],
  ])('says %s in words', (cron, words) => {
    expect(planWords(planOf(cron), t, f)).toBe(words)
  })

  it('puts the words that Go names into the language', () => {
    const words = { words_key: 'schedule.weekly', words: { days: 'mon, thu', time: '07:00' } }
    expect(scheduleWords(words, t, f)).toBe('Every Monday, Thursday at 07:00')
    const twelve = formatFor('en', 'UTC', { time: '12' })
    expect(scheduleWords(words, t, twelve)).toBe('Every Monday, Thursday at 7:00 AM')
  })

  it.each(['30 6 * * *', '30 6 * * 1-5', '5 * * * *', '15 */4 * * *', '0 7 1 * *', '0 7 1 * 1'])(
    'keeps %s through the editor',
    (cron) => {
      expect(cronOf(planOf(cron))).toBe(cron)
    },
  )

  it('leaves to the cron field what the simple editor cannot express', () => {
    expect(planOf('30 6 * 2 *').kind).toBe('custom')
    expect(planOf('30 6 * * * *').kind).toBe('custom')
    expect(planOf('0 7 1 * 1').kind).toBe('custom')
    expect(planOf('0 * 1 * *').kind).toBe('custom')
    expect(planOf('nonsense').kind).toBe('custom')
  })
})
