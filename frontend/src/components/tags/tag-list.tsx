import { CloseButton } from '@mantine/core'
import type { CustomerTag } from '../../api/tags'
import { useLocale } from '../../lib/locale'
import classes from './tags.module.css'

/** Each name once, whoever gives it. */
export function tagNames(tags: CustomerTag[]): string[] {
  return [...new Set(tags.map((tag) => tag.name))]
}

interface Props {
  tags: CustomerTag[]
  /** Takes a tag away that was given by hand. */
  onRemove?: (name: string) => void
}

/** The tags of a customer; on hover, who gives each. */
export function TagList({ tags, onRemove }: Props) {
  const { t } = useLocale()
  if (tags.length === 0) return null
  return (
    <span className={classes.tags}>
      {tagNames(tags).map((name) => {
        const origins = tags.filter((tag) => tag.name === name).map((tag) => tag.origin)
        return (
          <span key={name} className={classes.tag} title={origins.map((each) => t(`tag_origin.${each}`)).join(', ')}>
            {name}
            {onRemove && origins.includes('hand') && (
              <CloseButton
                size={18}
                iconSize={12}
                aria-label={t('tag.remove', { tag: name })}
                onClick={() => onRemove(name)}
              />
            )}
          </span>
        )
      })}
    </span>
  )
}
