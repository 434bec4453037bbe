import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  NumberInput,
  PasswordInput,
  Popover,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

const accent: MantineColorsTuple = [
  '#ebf7f5',
  '#d2ebe8',
  '#a3d6d0',
  '#70bfb6',
  '#4fc3b6',
  '#2b958a',
  '#177d74',
  '#0f665f',
  '#0b524c',
  '#073e3a',
]

const dark: MantineColorsTuple = [
  '#e6ecea',
  '#b3bfbc',
  '#93a09d',
  '#5f6d6a',
  '#3b4745',
  '#27302f',
  '#1d2524',
  '#161c1b',
  '#111716',
  '#0c1110',
]

const gray: MantineColorsTuple = [
  '#f6f8f8',
  '#eff3f2',
  '#e0e6e5',
  '#d2dad8',
  '#c5cecc',
  '#93a09d',
  '#5a6865',
  '#4b5957',
  '#2c3836',
  '#17211f',
]

const field = { size: 'sm' as const }

export const theme = createTheme({
  respectReducedMotion: true,
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark, gray },
  black: '#17211f',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  fontSizes: {
    xs: 'var(--text-sm)',
    sm: 'var(--text-md)',
    md: 'var(--text-md)',
    lg: 'var(--text-lg)',
    xl: 'var(--text-xl)',
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  defaultRadius: 'var(--radius)',
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs', variant: 'default' },
      // Mantine hides what goes beyond a button's edge, so that it would give way to a long text beside it by cutting its own.
      styles: { root: { flexShrink: 0, fontWeight: 500, fontSize: 'var(--text-md)', paddingInline: 12 } },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle', color: 'gray', size: 28 },
      vars: (_, props) =>
        props.variant === 'subtle'
          ? { root: { '--ai-color': 'var(--ink-3)', '--ai-hover': 'var(--hover)' } }
          : { root: {} },
    }),
    Input: Input.extend({ styles: { input: { fontSize: 'var(--text-md)' } } }),
    InputWrapper: {
      styles: {
        label: { fontWeight: 500, marginBottom: 2 },
        description: { fontSize: 'var(--text-sm)', marginBottom: 2 },
      },
    },
    TextInput: TextInput.extend({ defaultProps: field }),
    PasswordInput: PasswordInput.extend({ defaultProps: field }),
    NumberInput: NumberInput.extend({ defaultProps: field }),
    Select: Select.extend({ defaultProps: { ...field, allowDeselect: false, comboboxProps: { shadow: 'md' } } }),
    Textarea: Textarea.extend({ defaultProps: field }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 4 } }),
    Switch: Switch.extend({ defaultProps: { size: 'sm' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        multiline: true,
        maw: 360,
        withArrow: false,
        offset: 6,
        events: { hover: true, focus: true, touch: true },
      },
    }),
    Menu: Menu.extend({
      // The placeholder is a child that a menu must not have (WCAG 1.3.1); the first item takes the focus instead.
      defaultProps: { shadow: 'md', transitionProps: { duration: 80 }, withInitialFocusPlaceholder: false },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120, transition: 'pop' },
        overlayProps: { backgroundOpacity: 0.35 },
      },
      styles: { title: { fontWeight: 600, fontSize: 'var(--text-lg)' } },
    }),
    SegmentedControl: SegmentedControl.extend({ styles: { label: { fontWeight: 500 } } }),
  },
})
