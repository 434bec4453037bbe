import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconTag } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ManageTagsDialog } from '../../components/tags/manage-tags-dialog'
import { TagDialog } from '../../components/tags/tag-dialog'
import { TagRuleDialog } from '../../components/tags/tag-rule-dialog'
import { type CustomersSearch, ruleOf } from './customers-search'

interface Props {
  search: CustomersSearch
  selected: number[]
}

/** What can be done with tags from the list of customers. */
export function TagsMenu({ search, selected }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'give' | 'rule' | 'manage'>()
  const rule = ruleOf(search)
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button
            variant={selected.length > 0 ? 'filled' : 'default'}
            leftSection={<IconTag size={15} aria-hidden />}
            rightSection={<IconChevronDown size={13} aria-hidden />}
          >
            {selected.length > 0 ? t('tag.selected', { count: selected.length }) : t('column.tags')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={selected.length === 0} onClick={() => setOpen('give')}>
            {t('tag.give_selected')}
          </Menu.Item>
          <Menu.Item disabled={Object.keys(rule).length === 0} onClick={() => setOpen('rule')}>
            {t('tag.from_filter')}
          </Menu.Item>
          <Menu.Item onClick={() => setOpen('manage')}>{t('tag.manage_item')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'give' && <TagDialog customers={selected} onClose={close} />}
      {open === 'rule' && <TagRuleDialog rule={rule} onClose={close} />}
      {open === 'manage' && <ManageTagsDialog onClose={close} />}
    </>
  )
}
