import { t } from '../text/en';
import { AutoIcon, MoonIcon, SunIcon } from '../ui/icons';
import { setTheme, useTheme, type Theme } from './theme';

const NEXT: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };

/** System, light, dark and round again; says which it is. */
export function ThemeButton() {
  const theme = useTheme();
  const label = t(`theme.${theme}`);
  return (
    <button type="button" className="icon-button" onClick={() => setTheme(NEXT[theme])} aria-label={label} title={label}>
      {theme === 'auto' ? <AutoIcon /> : theme === 'light' ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}
