// The texts that are seen with a contrast below WCAG's 4.5, each with what it has.
(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});

  function rgba(color) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  }

  function over([red, green, blue, alpha], below) {
    return [red, green, blue].map((value, i) => value * alpha + below[i] * (1 - alpha));
  }

  function background(element) {
    if (!element) {
      return [255, 255, 255];
    }
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, background(element.parentElement));
  }

  function luminance(color) {
    const [red, green, blue] = color.map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(element) {
    const below = background(element);
    const text = over(rgba(getComputedStyle(element).color), below);
    const [light, dark] = [luminance(text), luminance(below)].sort((one, other) => other - one);
    return (light + 0.05) / (dark + 0.05);
  }

  const texts = [...document.body.querySelectorAll('*')].filter(element =>
    element.checkVisibility({checkVisibilityCSS: true})
      && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  const poor = texts.map(element => ({
    text: element.textContent.trim().slice(0, 40),
    class: element.className,
    contrast: contrast(element),
  })).filter(found => found.contrast < 4.5);
  return {checked: texts.length, poor};
})()
