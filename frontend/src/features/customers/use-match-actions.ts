import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { acceptMatches, joinCustomers, keepApart, putOffMatch, splitRecord, undoMatch } from '../../api/matches'
import { notifyError } from '../../components/ui/notify'
import { useUndo } from '../../components/ui/undo'
import { useErrorText } from '../../lib/use-error-text'

interface Two {
  a: number
  b: number
}

/** What a user can decide about who is who; each decision offers to be undone. */
export function useMatchActions() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const offerUndo = useUndo()
  const refresh = () => client.invalidateQueries()
  const onError = (error: unknown) => notifyError(errorText(error))
  const undo = useMutation({ mutationFn: undoMatch, onSuccess: refresh, onError })
  const offer = (message: string, decisions: number[]) => {
    void refresh()
    offerUndo({
      message,
      undo: async () => {
        for (const id of decisions) await undoMatch(id)
      },
    })
  }
  return {
    undo,
    join: useMutation({
      mutationFn: ({ a, b }: Two) => joinCustomers(a, b),
      onSuccess: (done) => offer(t('match.joined'), [done.decision_id]),
      onError,
    }),
    apart: useMutation({
      mutationFn: ({ a, b }: Two) => keepApart(a, b),
      onSuccess: (done) => offer(t('match.kept'), [done.decision_id]),
      onError,
    }),
    split: useMutation({
      mutationFn: splitRecord,
      onSuccess: (done) => offer(t('match.split'), [done.decision_id]),
      onError,
    }),
    accept: useMutation({
      mutationFn: acceptMatches,
      onSuccess: ({ items }) => {
        const made = items.filter((each) => each.decision_id > 0).map((each) => each.decision_id)
        offer(t('match.accepted', { count: made.length }), made.reverse())
      },
      onError,
    }),
    later: useMutation({
      mutationFn: ({ id, later }: { id: number; later: boolean }) => putOffMatch(id, later),
      onSuccess: refresh,
      onError,
    }),
  }
}

export type MatchActions = ReturnType<typeof useMatchActions>
