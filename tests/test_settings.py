"""Settings are read once, and a wrong one is named."""

import pytest

from include.settings import SettingError, load_settings


def test_a_drop_is_at_rest_after_a_minute_unless_the_setting_says_otherwise(
    settings_env: pytest.MonkeyPatch,
) -> None:
    assert load_settings().settle_seconds == 60
    settings_env.setenv("NIGHTSHIFT_SETTLE_SECONDS", "2.5")
    load_settings.cache_clear()
    assert load_settings().settle_seconds == 2.5


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "inf", "3601"])
def test_a_setting_that_is_no_number_of_seconds_is_named(
    settings_env: pytest.MonkeyPatch, text: str
) -> None:
    settings_env.setenv("NIGHTSHIFT_SETTLE_SECONDS", text)
    load_settings.cache_clear()
    with pytest.raises(SettingError, match=f"NIGHTSHIFT_SETTLE_SECONDS is '{text}': it takes sec"):
        load_settings()


@pytest.mark.parametrize("text", ["all", "0", "-1", "2.5", "²"])
def test_a_setting_that_is_no_number_of_things_is_named(
    settings_env: pytest.MonkeyPatch, text: str
) -> None:
    settings_env.setenv("NIGHTSHIFT_TRAINING_SETS_KEPT", text)
    load_settings.cache_clear()
    with pytest.raises(SettingError, match=f"NIGHTSHIFT_TRAINING_SETS_KEPT is '{text}': it takes"):
        load_settings()
