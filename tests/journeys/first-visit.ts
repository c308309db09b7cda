// Runs in the page: makes a browser that grants the microphone without asking look like one that never had one.
export function forgetMicrophone(): void {
  localStorage.removeItem("tapedeck.microphoneAllowed");
  navigator.permissions.query = () => Promise.reject(new TypeError("as in Firefox"));
  navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
}
